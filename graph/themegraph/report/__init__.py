"""What people read: reports, differences and cards, in Korean and English."""
