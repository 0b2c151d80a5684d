"""Untrusted bytes -> text, trees and archive members, within the limits.

The entry points are `text.decode`, `xml.parse_xml`, `archives.open_archive` and `mime.parse_message`.
"""
