"""Use cases of search. Only these write."""
