"""The pages of a site: their addresses, the menu, and the source of each page."""
