"""What people type on pages of circulars, letters and the inbox."""
