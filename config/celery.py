"""The Celery application and the beat schedule.

Beat only knocks: every job finds out from the database what is due and does it once (I6), so a doubled,
late or missed tick changes nothing.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("qinghuan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "close-due-periods": {"task": "reports.close_due_periods", "schedule": 60.0},
    "draft-due-circulars": {"task": "notices.draft_due_circulars", "schedule": 60.0},
    "deliver-mail": {"task": "notices.deliver_mail", "schedule": 60.0},
    "resume-imports": {"task": "hazards.resume_imports", "schedule": 60.0},
    "beat-heartbeat": {"task": "config.heartbeat", "schedule": 30.0},
}
