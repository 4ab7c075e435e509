"""From the normal form of a procedure to the forms in which others read it. Pure: no database and no clock."""
