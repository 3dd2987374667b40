"""The storm: real processes, real databases, a sandbox that fails as Slack and the network do.

People write while all goes wrong; what they did and what Slack saw decide at the end.
"""
