# How Lambda gets its packages: the locked wheels, checked by hash, for Lambda's processor and not for this machine's.
# SAM runs a Makefile from a copy of its folder but names the original, so paths are taken from the makefiles' own.
VENV := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))../.venv)
HERE := $(abspath $(dir $(firstword $(MAKEFILE_LIST))))
ARCHITECTURE ?= arm64

PLATFORM_arm64 := aarch64-manylinux_2_28
PLATFORM_x86_64 := x86_64-manylinux_2_28
PLATFORM := $(or $(PLATFORM_$(ARCHITECTURE)),$(error ARCHITECTURE is arm64 or x86_64, not $(ARCHITECTURE)))

ifeq ($(wildcard $(VENV)/bin/uv),)
$(error uv is not in .venv; `make build` puts it there)
endif

# Usage: $(INSTALL) <folder>
INSTALL = $(VENV)/bin/uv pip install --quiet --require-hashes --only-binary :all: --link-mode copy \
	--python $(VENV)/bin/python --python-version 3.13 --python-platform $(PLATFORM) \
	--requirements $(HERE)/requirements.txt --target
