"""Untrusted bytes -> text, trees and archive members, within the limits.

`text.decode`, `xml.parse_xml`, `archives.open_archive` and `mime.parse_message` are the doors.
"""
