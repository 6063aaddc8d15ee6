"""Rows as told: what each source says, which council it means, and what is checked of a row.

Everybody who reads or writes fact tables comes in here. Imports nothing but the ground.
"""
