"""What an app wants a message to say, checked: text, blocks, attachments, metadata."""

import json
from typing import Any

from sandbox.slack.arguments import Args
from sandbox.slack.blocks.check import check_message
from sandbox.slack.wire import Json, SlackError

TEXT = 40_000
ATTACHMENTS = 100
METADATA = 8_000


def content_of(args: Args) -> Json:
    """Return the given parts of a message; text is cut above 40,000 characters.

    Raises:
        SlackError: what Slack says of bad blocks, attachments or metadata.
    """
    content: Json = {}
    if "text" in args.values and args.values["text"] is not None:
        content["text"] = str(args.values["text"])[:TEXT]
    blocks = args.json("blocks", "invalid_blocks_format")
    if blocks is not None:
        content["blocks"] = check_message(blocks)
    attachments = args.json("attachments", "invalid_attachments")
    if attachments is not None:
        content["attachments"] = _attachments(attachments)
    metadata = args.json("metadata", "invalid_metadata_format")
    if metadata is not None:
        content["metadata"] = _metadata(metadata)
    return content


def says_something(content: Json) -> bool:
    """Say whether a message has anything to show."""
    return any(content.get(part) for part in ("text", "blocks", "attachments"))


def seen_by(message: Json, *, all_metadata: bool) -> Json:
    """Return the message as a reader gets it: the metadata's payload only on request."""
    if all_metadata or "metadata" not in message:
        return message
    return message | {"metadata": {"event_type": message["metadata"]["event_type"]}}


def _attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list):
        raise SlackError("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for attachment in attachments:
        if isinstance(attachment, dict) and attachment.get("blocks"):
            check_message(attachment["blocks"])
    return attachments


def _metadata(metadata: Any) -> Json:
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    shaped = isinstance(metadata.get("event_type"), str) and isinstance(
        metadata.get("event_payload"), dict
    )
    if not shaped:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA:
        raise SlackError("metadata_too_large")
    return metadata
