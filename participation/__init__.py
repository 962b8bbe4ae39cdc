"""Réseau: organisations propose dialogue initiatives, partners co-sign them, moderators publish them."""
