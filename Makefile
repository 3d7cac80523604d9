# Needs only make and Python 3.11 or newer; everything else is installed below .venv.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
BIN := .venv/bin
SOURCES := manage.py config units hazards reports notices tests $(if $(wildcard benchmarks/*.py),benchmarks)
# Two workers pay: many tests wait for processes. Tests of one file share what they have started.
PYTEST_ARGS ?= -n 2 --dist loadfile

.PHONY: help run test lint format bench-judgment bench-ledger bench-rules bench-numbers clean environment tools

help:
	@echo 'make run    启动系统（PORT 端口，默认 8000；DATA_DIR 数据目录，默认 .data；'
	@echo '            DATABASE_URL、REDIS_URL 改用现成的服务器）'
	@echo 'make test   运行全部测试（PYTEST_ARGS="-k 名称" 只运行一部分）'
	@echo 'make lint   检查代码风格、类型、分层和迁移'
	@echo 'make format 按约定重排代码'
	@echo 'make bench-judgment 测量条款建议的准确率和用时'
	@echo 'make bench-ledger 测量导入台账的用时和内存'
	@echo 'make bench-rules 测量校验规则的用时'
	@echo 'make bench-numbers 测量数字核对的查出率和误报（CIRCULARS 另行测量的通报所在目录）'
	@echo 'make clean  删除 .venv 和下载的网页组件；数据目录不动'

environment:
	@test -n '$(PYTHON)' || { echo '错误：需要 Python 3.11 或更新的版本，请先安装。' >&2; exit 1; }
	@$(PYTHON) -I config/bootstrap.py .venv requirements.txt

tools: environment
	@$(BIN)/python -I config/bootstrap.py .venv requirements.txt requirements-s3.txt requirements-dev.txt

run: environment
	@exec $(BIN)/python -m config.run

test: tools
	@$(BIN)/python -m config.assets
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -W ignore::RuntimeWarning manage.py \
		makemigrations --check --dry-run

format: tools
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench-judgment: environment
	@$(BIN)/python -m benchmarks.judgment

bench-ledger: environment
	@$(BIN)/python -m benchmarks.ledger_import

bench-rules: environment
	@$(BIN)/python -m benchmarks.rules

bench-numbers: environment
	@$(BIN)/python -m benchmarks.numbers $(if $(CIRCULARS),--sources '$(CIRCULARS)')

clean:
	rm -rf .venv node_modules static/vendor .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
