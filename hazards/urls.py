"""Addresses of the standards library, the judgment assistant, the register and the ledger, under `/<tenant>/`."""

from django.urls import path

from hazards.views import (
    evidence,
    filing,
    imports,
    judge,
    ledger,
    lookup,
    record,
    rectification,
    register,
    review,
    revising,
    second_looks,
    sheets,
    standards,
)

app_name = "hazards"

urlpatterns = [
    # The standards library and the judgment assistant.
    path("standards/", standards.standards, name="standards"),
    path("standards/new", revising.new, name="standard_new"),
    path("standards/preview", revising.preview, name="conditions_preview"),
    path("standards/<slug:code>/", standards.standard, name="standard"),
    path("standards/<slug:code>/revise", revising.revise, name="standard_revise"),
    path("standards/<slug:code>/edit", revising.edit, name="standard_edit"),
    path("standards/<slug:code>/publish", revising.publish, name="standard_publish"),
    path("standards/<slug:code>/discard", revising.discard, name="standard_discard"),
    path("standards/<slug:code>/diff", revising.diff, name="standard_diff"),
    path("standards/<slug:code>/clauses/new", revising.clause, name="standard_clause_new"),
    path("standards/<slug:code>/clauses/<int:clause>/", revising.clause, name="standard_clause"),
    path("standards/<slug:code>/clauses/<int:clause>/drop", revising.drop, name="standard_clause_drop"),
    path("judge/", judge.judge, name="judge"),
    path("judge/advice", judge.advice, name="advice"),
    path("judge/clause/<str:code>", judge.clause, name="clause"),
    path("judge/clause/<str:code>/verdict", judge.verdict, name="verdict"),
    # The register of enterprises.
    path("enterprises/", register.enterprises, name="enterprises"),
    path("enterprises/new", register.new, name="enterprise_new"),
    path("enterprises/<int:enterprise>/", register.enterprise, name="enterprise"),
    path("enterprises/<int:enterprise>/edit", register.edit, name="enterprise_edit"),
    path("enterprises/<int:enterprise>/merge", register.merge, name="enterprise_merge"),
    path("enterprises/search", lookup.search, name="enterprise_search"),
    path("enterprises/quick", lookup.quick, name="enterprise_quick"),
    # The ledger: lists and filing.
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/new", filing.new, name="new"),
    path("ledger/<int:hazard>/edit", filing.edit, name="edit"),
    path("ledger/<int:hazard>/values", filing.values, name="values"),
    path("ledger/<int:hazard>/look", filing.look, name="look"),
    path("ledger/<int:hazard>/clause", filing.clause, name="filing_clause"),
    # One record and its life.
    path("ledger/<int:hazard>/", record.record, name="record"),
    path("ledger/<int:hazard>/moves/<str:move>", record.move, name="move"),
    path("ledger/<int:hazard>/progress", rectification.progress, name="progress"),
    path("ledger/<int:hazard>/plan", rectification.plan, name="plan"),
    path("ledger/<int:hazard>/extension", rectification.ask, name="extension_ask"),
    path("extensions/<int:extension>/decide", rectification.decide, name="extension_decide"),
    # Evidence.
    path("ledger/<int:hazard>/evidence", evidence.add, name="evidence_add"),
    path("evidence/<int:evidence>/remove", evidence.remove, name="evidence_remove"),
    path("evidence/<int:evidence>/<str:size>", evidence.send, name="evidence"),
    # The review desk.
    path("review/", review.desk, name="review"),
    path("review/batch", review.batch, name="review_batch"),
    path("review/<int:hazard>/", review.record, name="review_record"),
    # Excel in and out.
    path("ledger/export.xlsx", sheets.export, name="ledger_export"),
    path("ledger/template.xlsx", sheets.template, name="ledger_template"),
    path("ledger/imports/", imports.imports, name="imports"),
    path("ledger/imports/<int:batch>/", imports.batch, name="import"),
    path("ledger/imports/<int:batch>/progress", imports.progress, name="import_progress"),
    path("ledger/imports/<int:batch>/store", imports.store, name="import_store"),
    path("ledger/imports/<int:batch>/errors.xlsx", sheets.errors, name="import_errors"),
    # Second looks.
    path("second-looks/", second_looks.second_looks, name="second_looks"),
    path("second-looks/<int:draw>/", second_looks.draw, name="draw"),
    path("second-looks/looks/<int:look>/report", second_looks.report, name="second_look_report"),
]
