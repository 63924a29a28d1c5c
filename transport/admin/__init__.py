"""/admin/: pages of HTML for those who keep the house, in Chinese and English."""
