"""Which pages a site has: their addresses, the menu, and the source of each."""
