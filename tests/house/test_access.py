"""The committed matrix is the policy's, and every word of the policy is explained."""

import ast

from portal.people import policy

from .access import DOCUMENT, document
from .test_floors import modules


def test_the_document_says_what_the_policy_says() -> None:
    written = DOCUMENT.read_text() if DOCUMENT.exists() else ""
    assert written == document(), "run: python -m tests.house.access"


def test_every_relation_has_its_words() -> None:
    known = {policy.ANY, policy.OWN_UNIT, policy.OWNER}
    known |= policy.BY_SELF.keys() | policy.BY_ANOTHER.keys() | policy.CONDITIONS.keys()
    known |= policy.OPENINGS.keys()
    used = {name for line in policy.TABLE for name in line.relations}
    assert used <= known, "say in portal/people/policy.py what it means"
    assert known - {policy.ANY} <= used | {policy.ANY}


def test_nobody_holds_office_and_footage_without_a_case() -> None:
    """What the threat model forbids, read from the table itself."""
    for line in policy.TABLE:
        if line.action in {"item:open", "viewing:watch", "findings:view", "findings:review"}:
            assert {policy.OWN_UNIT, "open-case"} <= set(line.relations), line
        if line.action == "package:issue":
            wanted = {policy.OWN_UNIT, "open-case", "not-requester", "not-approver"}
            assert wanted <= set(line.relations), line
        if line.action == "request:approve":
            assert {"not-requester", "not-approver"} <= set(line.relations), line
        if line.action == "contribution:confirm":
            assert "not-recorder" in line.relations, line


def test_each_action_is_asked_somewhere_or_says_why_not_yet() -> None:
    asked = {
        node.value
        for name, path in modules()
        if name != "portal.people.policy"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in policy.ACTIONS
    }
    assert policy.ACTIONS - asked == policy.RESERVED.keys(), "RESERVED in portal/people/policy.py"
