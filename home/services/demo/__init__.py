"""The demonstration province: loads what ``*/demo`` hold as data. Everything here is found again by a key, never doubled."""
