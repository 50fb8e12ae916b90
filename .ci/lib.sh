# What every script here shares: where things lie, which versions, and how a step is told. Sourced, never run.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

ROOT=$PWD
CACHE=${SHURYO_CACHE:-$HOME/.cache/shuryo}
TOOLS=$CACHE/tools
SITE=$ROOT/target/site   # where cargo-leptos puts the pages' assets: site-root in Cargo.toml
RUN=$ROOT/target/run     # the server that belongs to these assets, with its hash.txt
TWIN=$ROOT/target/twin   # the rules as a program and as WASM, for the test that compares them

RUST=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
WASM_BINDGEN=$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' Cargo.toml)
CARGO_LEPTOS=0.3.10      # 0.3.11 wants Rust 1.96
CARGO_DENY=0.19.9

# The crates of the server's side. Always selected together: a dependency then has the same features in the program,
# in the tests and in the benchmark, and is compiled once.
SERVER_SIDE=(-p domain -p migrations -p backend -p app -p server)

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}
export RUSTUP_TOOLCHAIN=$RUST
export PATH=$TOOLS/bin:$ROOT/end2end/node_modules/.bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
# Leptos bakes this name in when it is compiled: with or without cargo-leptos it must be the same.
export LEPTOS_OUTPUT_NAME=shuryo
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

say() { printf '== %s\n' "$*"; }
die() { printf '== %s\n' "$*" >&2; exit 1; }

# step "What it does" command…: says what it does, does it, says how long it took.
step() {
  local what=$1 start=$SECONDS code=0
  shift
  say "$what …"
  "$@" || code=$?
  if [ "$code" = 0 ]; then say "$what: done in $((SECONDS - start)) s"; else say "$what: FAILED after $((SECONDS - start)) s" >&2; fi
  return "$code"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# packages name…: installs the Debian packages that are missing; touches nothing when none is.
packages() {
  local name missing=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || die "This is no Debian: please install what these packages hold: ${missing[*]}"
  step "Installing Debian packages: ${missing[*]}" apt_install "${missing[@]}"
}

apt_install() {
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" </dev/null
}
