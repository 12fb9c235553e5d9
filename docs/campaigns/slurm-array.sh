#!/bin/bash
# A long check of the kernel ./mine.ts as a Slurm array, which must count from 1. When it is done: sbatch --wait slurm-array.sh, and then
#   npx ringfence check --merge part-*.json
# Each task keeps what it finds in a folder of its own; what --merge reports, it keeps as a check would.
#SBATCH --job-name=check
#SBATCH --array=1-64
#SBATCH --cpus-per-task=4
#SBATCH --time=02:00:00
npx ringfence check --kernel ./mine.ts --operations 100000000 --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --workers "$SLURM_CPUS_PER_TASK" --failures "failures-$SLURM_ARRAY_TASK_ID" --json > "part-$SLURM_ARRAY_TASK_ID.json"
