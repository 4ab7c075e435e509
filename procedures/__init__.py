"""The catalogue of administrative procedures: pages, fees, time limits, dossiers, import."""
