# What the cmd scripts of golden cases are written with. Sourced by run_cli.py before each.

# schemac ARGS…: a line of the transcript, what schemac says, and its exit code.
schemac() {
  local status=0 argument
  printf '$ schemac'
  for argument in "$@"; do
    case $argument in
      '' | *[!A-Za-z0-9_./:@=,?-]*) printf " '%s'" "$argument" ;;
      *) printf ' %s' "$argument" ;;
    esac
  done
  echo
  "$SCHEMAC" "$@" || status=$?
  echo "exit $status"
}

# made ARGS…: runs schemac without showing it; what leads up to the case must succeed.
made() {
  "$SCHEMAC" "$@" >made.log 2>&1 || { echo "schemac $* failed:" && cat made.log && exit 1; }
}

# project [LINE…]: a schemac.toml for SQLite, whose dev.db is `dev`; with further lines at its end.
project() {
  printf '%s\n' 'dialects = ["sqlite"]' 'schema = "app.schema"' '' '[env.dev]' 'url = "sqlite:dev.db"' "$@" >schemac.toml
}

# schema TEXT: what the project's schema now is.
schema() {
  printf '%s\n' "$1" >app.schema
}

# planned MESSAGE [ARGS…], applied MESSAGE [ARGS…]: the schema as a migration, and that carried out.
planned() {
  made plan -m "$@"
}
applied() {
  planned "$@"
  made apply
}

# folder_of SLUG: the migration that `plan -m SLUG` wrote.
folder_of() {
  echo migrations/*_"$1"
}

# sql STATEMENTS: by SQLite's own client, on dev.db.
sql() {
  sqlite3 dev.db "$1"
}

# fake_postgres MODE: a server on socket folder `$PWD` that behaves as MODE says (see fake_postgres.py), until the end.
fake_postgres() {
  "$PYTHON" "$GOLDEN/fake_postgres.py" "$1" .s.PGSQL.5432 >fake.log 2>&1 &
  trap "kill $! 2>/dev/null || true" EXIT
  until [ -e .s.PGSQL.5432 ]; do sleep 0.02; done
}
