"""Reading foreign records of procedures into plain data. Pure: no database, no clock, nothing published here."""
