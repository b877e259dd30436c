"""Accounts beyond one platform: addresses, passwords, one-time codes, and the joining of two."""
