"""Régions, départements, communes, EPCI (Insee), priority zoning, distance.

Enters: reference files shipped with the product, zoning files. Leaves: a commune found by name, postcode or former name; zones; kilometres.
Decides: nobody, Insee does.
"""
