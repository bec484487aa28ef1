"""Documents that the system issues: written from templates, kept with a code, checked when they come back."""
