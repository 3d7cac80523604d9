"""Addresses of the dispatch's pages, under `/<tenant>/`."""

from django.urls import path

from reports.views import (
    board,
    counts_export,
    filing_review,
    form,
    home,
    imports,
    ledger_counts,
    periods,
    ranking,
    unit_import,
)

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("unit/", home.unit_home, name="unit_home"),
    path("periods/", periods.period_list, name="periods"),
    path("periods/<str:label>/close", periods.close, name="close"),
    path("periods/<str:label>/board", board.board, name="board"),
    path("periods/<str:label>/import/", imports.import_table, name="import"),
    path("periods/<str:label>/import/accept", imports.accept, name="import_accept"),
    path("periods/<str:label>/import/problems.xlsx", imports.problems, name="import_problems"),
    path("periods/<str:label>/template.xlsx", imports.template, name="template"),
    path("periods/<str:label>/form/<int:unit_id>/", form.form, name="form"),
    path("periods/<str:label>/form/<int:unit_id>/template.xlsx", unit_import.template, name="unit_template"),
    path("periods/<str:label>/form/<int:unit_id>/import/", unit_import.upload, name="unit_import"),
    path("periods/<str:label>/form/<int:unit_id>/import/accept", unit_import.accept, name="unit_import_accept"),
    path("periods/<str:label>/form/<int:unit_id>/values", form.values, name="form_values"),
    path("periods/<str:label>/form/<int:unit_id>/return", filing_review.return_filing, name="return"),
    path("periods/<str:label>/form/<int:unit_id>/review", filing_review.review, name="filing_review"),
    path("ledger/counts/", ledger_counts.page, name="ledger_counts"),
    path("ledger/counts/export.xlsx", counts_export.export, name="ledger_counts_export"),
    path("ranking/", ranking.ranking, name="ranking"),
]
