"""The site's own pages: home, standard pages and the directory of one-stop offices."""
