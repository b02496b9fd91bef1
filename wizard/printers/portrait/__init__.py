"""The portrait of a demo for people: charts made of characters, at any width from 60 columns on."""
