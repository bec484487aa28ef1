"""Files that strangers hand in: what they truly are, made harmless, kept by their digest, served with care."""
