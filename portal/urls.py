"""Where each address leads: one line a package, named by string, imported by nobody."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.look.urls")),
    path("account/", include("portal.people.urls")),
    path("account/", include("evidence.privacy.urls")),
    path("account/", include("allauth.urls")),
    path("ledger/", include("portal.audit.urls")),
    path("units/", include("portal.units.urls")),
    path("notices/", include("portal.notices.urls")),
    path("duties/", include("portal.duties.urls")),
    path("appointments/", include("portal.appointments.urls")),
    path("organisations/", include("portal.organisations.urls")),
    path("cameras/", include("cameras.registry.urls")),
    path("beacon/", include("cameras.beacon.urls")),
    path("consent/", include("cameras.consent.urls")),
    path("lists/", include("cameras.census.urls")),
    path("upkeep/", include("cameras.upkeep.urls")),
    path("signs/", include("cameras.complaints.urls")),
    path("funding/", include("cameras.funding.urls")),
    path("consultations/", include("cameras.consultation.urls")),
    path("coverage/", include("cameras.coverage.urls")),
    path("cases/", include("evidence.cases.urls")),
    path("delays/", include("evidence.delays.urls")),
    path("requests/", include("evidence.requests.urls")),
    path("evidence/", include("evidence.custody.urls")),
    path("pulls/", include("evidence.extraction.urls")),
    path("findings/", include("evidence.findings.urls")),
    path("reports/", include("evidence.reports.urls")),
    path("oversight/", include("evidence.oversight.urls")),
    path("looks/", include("evidence.disclosure.urls")),
]
