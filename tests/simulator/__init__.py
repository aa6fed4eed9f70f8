"""Tests of the stand-in for the LINE platform, over real HTTP."""
