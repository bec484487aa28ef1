"""Documents of enterprises: the shelf, adding and replacing, the page of each, its files."""
