"""Finding procedures in the words of citizens."""
