"""Asking for a code to sign in with."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("body", [{}, {"phone": "", "email": ""}, {"phone": "12"}])
def test_a_code_for_nobody_is_asked_again(client: Client, body: dict[str, str]) -> None:
    answer = client.post("/account/login/code/", body)
    assert answer.status_code == 200
    assert answer.context["form"].errors
