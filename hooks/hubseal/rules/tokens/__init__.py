"""Token rules, a module per domain. `rules.MODULES` lists them from the most distinctive to the most general."""
