"""What the GitHub Action does, step by step; `github-action/action.yml` only calls it."""
