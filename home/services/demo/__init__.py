"""The demonstration province: loads what the folders ``demo`` hold as data. Every row is found again by a key."""
