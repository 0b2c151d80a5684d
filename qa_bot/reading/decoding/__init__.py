"""Bytes of hostile origin -> text, trees and members of archives."""
