"""Reading the pages of a file that came back: codes, text, red ink. In a process of its own; nothing is kept."""
