"""Letters by e-mail: written in the act that causes them, sent in the background, and what came back."""
