/** The process in which one workload is measured (measurement.ts): prints its measurement as JSON. */
import { measure, workloadNamed } from './measurement.ts';

process.stdout.write(JSON.stringify(measure(workloadNamed(process.argv[2]))));
