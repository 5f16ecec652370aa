"""What a user accepts: waivers and `allow:` of the policy, comments beside a finding, baselines.

Each in a module of its own, for most scans need few of them.
"""
