#!/bin/sh
# Deploys one stack: synthesizes, plans, reviews the plan, and applies exactly what was reviewed.
#
#   ./deploy.sh STACK [OPTION FOR SAFE-EKS REVIEW]…
#
# Environment: APP, the command that synthesizes the app; SAFE_EKS, the command safe-eks; APPLY=no ends after the review.
# Ends with 0 when it was applied (or reviewed), with 1 when the plan is refused, and as the command that failed otherwise.
set -eu

stack="${1:?usage: deploy.sh STACK [OPTION]...}"
shift
directory="${CDKTF_OUTDIR:-cdktf.out}/stacks/$stack"
# The plan holds secrets in clear: nobody else may read it, and it goes with the script.
umask 077
plan="$(mktemp -d)"
trap 'rm -rf "$plan"' EXIT
trap 'exit 130' INT TERM

${APP:-npx tsx main.ts}
terraform -chdir="$directory" init -input=false
terraform -chdir="$directory" plan -input=false -out="$plan/plan.out"
terraform -chdir="$directory" show -json "$plan/plan.out" > "$plan/plan.json"

# A refused plan ends here, and the file with it.
${SAFE_EKS:-npx safe-eks} review "$plan/plan.json" "$@"

if [ "${APPLY:-yes}" = yes ]; then
  terraform -chdir="$directory" apply -input=false "$plan/plan.out"
fi
