/**
 * Makes the reference: a site of plain files that needs no network, with what each export of the package says of itself and the guides of `docs/`.
 * It stands apart because its generator wants another TypeScript than the package is built with.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Application, ReflectionKind } from 'typedoc';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { name, exports } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

/** What is imported, by the source that it leads to: the first name of each. */
const faces = new Map();
for (const [key, { types }] of Object.entries(exports)) {
  const source = types?.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts');
  if (source !== undefined && !faces.has(source)) faces.set(source, key.replace('.', name));
}

const site = await Application.bootstrap({
  name: 'Ringfence',
  entryPoints: [...faces.keys()].map(path),
  tsconfig: path('tsconfig.build.json'),
  readme: path('README.md'),
  projectDocuments: [path('docs/*.md')],
  out: path('reference/site'),
  router: 'kind',
  sort: ['alphabetical'],
  excludePrivate: true,
  disableSources: true,
  disableGit: true,
  hideGenerator: true,
  searchInComments: true,
  searchInDocuments: true,
  skipErrorChecking: true,
  validation: { notExported: false },
  logLevel: 'Error',
});
const project = await site.convert();
if (project === undefined) process.exitCode = 1;
else {
  const modules = project.getChildrenByKind(ReflectionKind.Module);
  for (const module of modules) module.name = faces.get(`${module.name}.ts`) ?? module.name;
  await site.generateOutputs(project);
  if (site.logger.hasErrors()) process.exitCode = 1;
  else console.log(`reference/site/index.html: ${modules.length} modules, and the guides`);
}
