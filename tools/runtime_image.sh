#!/usr/bin/env bash
# Provides the image in which functions run locally, localhost/lambda-python:3.13, unless it exists already.
#
# It is Lambda's own image if that can be pulled. Otherwise a similar one is built: this machine's Debian, Python 3.13 in
# /var/lang, and Lambda's own runtime interface client in /var/runtime, from its lock file. If Docker is missing and this
# is root, Docker is installed; its daemon is started if none runs, and left running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

image=localhost/lambda-python:3.13
published=public.ecr.aws/lambda/python:3.13
log=/tmp/purser-dockerd.log  # not in TMPDIR, which may end before the daemon does

say() { echo "image: $1"; }
fail() { echo "image: $1" >&2; exit 1; }
root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Usage: need <command> <Debian's package>
need() {
    command -v "$1" >/dev/null && return
    root || fail "$1 is not installed (Debian: apt-get install $2)"
    say "installing $2"
    [ -n "${updated:-}" ] || apt-get update -qq
    updated=yes
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends -y "$2" >/dev/null
}

# Usage: remove_stale <file with a process id> <program>
# A daemon that was killed leaves its file behind. If another process has its id by now, dockerd takes that process for
# the daemon, waits 15 s for an answer, and ends (moby/moby, issue 40292).
remove_stale() {
    [[ $(readlink "/proc/$(cat "$1" 2>/dev/null)/exe") == */"$2" ]] || rm -f "$1"
}

start() {
    docker info >/dev/null 2>&1 && return
    root || fail 'Docker does not answer; start it, and let yourself use it'
    need dockerd docker.io
    remove_stale /var/run/docker.pid dockerd
    remove_stale /var/run/docker/containerd/containerd.pid containerd
    say "starting dockerd, which logs to $log"
    env -u TMPDIR setsid nohup dockerd >"$log" 2>&1 </dev/null &
    for _ in $(seq 120); do
        docker info >/dev/null 2>&1 && return
        kill -0 $! 2>/dev/null || break
        sleep 0.5
    done
    tail -20 "$log" >&2
    fail 'dockerd does not start on this machine'
}

# Debian's packages of the shared libraries that files need, those of a window system left out.
packages_of() {
    ldd "$@" 2>/dev/null | awk '$3 ~ /^\// {print $3}' | sort -u | xargs -r realpath | xargs -r dpkg -S 2>/dev/null \
        | cut -d: -f1 | sort -u | paste -sd,
}

build() {
    root || fail "the image cannot be pulled, and only root on Debian can build one like it"
    need debootstrap debootstrap
    . /etc/os-release
    local python prefix mirror
    folder=$(mktemp -d)  # global: the trap outlives this function
    trap 'rm -rf "$folder"' EXIT
    python=.venv/bin/python
    prefix=$($python -c 'import sys; print(sys.base_prefix)')
    # From where this machine has its own packages; its interpreter needs the libraries of its own release.
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -1)
    [ -n "$mirror" ] || fail "apt knows no mirror of $VERSION_CODENAME"
    eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
    export http_proxy=${http_proxy:-}

    say "a minimal $VERSION_CODENAME"
    debootstrap --variant=minbase \
        --include="$(packages_of "$prefix/bin/python3.13" "$prefix"/lib/python3.13/lib-dynload/_[!t]*.so)" \
        "$VERSION_CODENAME" "$folder/root" "$mirror" >"$folder/log" 2>&1 || { tail -20 "$folder/log" >&2; return 1; }
    rm -rf "$folder"/root/var/cache/apt/* "$folder"/root/var/lib/apt/lists/* "$folder"/root/usr/share/{doc,locale,man}
    : >"$folder/root/etc/apt/sources.list"

    say 'Python and its Lambda runtime'
    mkdir -p "$folder/root/var/lang" "$folder/root/var/runtime" "$folder/root/var/task" "$folder/root/opt"
    tar -C "$prefix" -cf - --exclude=lib/python3.13/test --exclude='lib/python3.13/config-*' \
        --exclude='lib/python3.13/site-packages/*' --exclude='*.a' \
        bin/python3.13 lib | tar -C "$folder/root/var/lang" --no-same-owner -xf -
    .venv/bin/uv pip install --quiet --require-hashes --only-binary :all: --link-mode copy --python $python \
        --requirements requirements-runtime.txt --target "$folder/root/var/runtime"
    cat >"$folder/root/var/runtime/bootstrap" <<'END'
#!/bin/sh
export LD_LIBRARY_PATH=/var/lang/lib PYTHONPATH=/opt/python:/var/runtime
exec /var/lang/bin/python3.13 -m awslambdaric "$_HANDLER"
END
    chmod 755 "$folder/root/var/runtime/bootstrap"
    $python -m compileall -q --invalidation-mode unchecked-hash -s "$folder/root" -p / "$folder/root/var/runtime"
    tar -C "$folder/root" -cf - . | docker import --change 'WORKDIR /var/task' - "$image" >/dev/null
}

need docker docker.io
start
if [ -z "${FRESH:-}" ] && docker image inspect "$image" >/dev/null 2>&1; then
    say "$image is there"
elif say "asking for $published" && timeout 300 docker pull --quiet "$published" >/dev/null 2>&1; then
    docker tag "$published" "$image"
    say "$image is Lambda's own"
else
    say 'it cannot be pulled: building one like it'
    build
    say "$image is built"
fi
