/** The public face of what a command line and a page show alike. */
export { type CarriedBoot, carriedBoot, carry } from './boot/carried-boot.ts';
export { JOS_OPTIONS, josParameters } from './boot/jos.ts';
export {
  checkSeed,
  JOS_PROGRAM_NAMES,
  PROGRAM_NAMES,
  programsOf,
  recordedName,
  recordedPrograms,
} from './boot/programs.ts';
export {
  DEFAULT_TIMER,
  isPath,
  orderText,
  parseMemory,
  parseOrder,
  parseTimer,
  parseWhole,
  UsageError,
} from './boot/usage-error.ts';
export { textOf, textsOf, type Values, wholeOf } from './boot/values.ts';
export { bootParameters } from './boot/weensyos.ts';
export type { Size } from './drawing/canvas.ts';
export { chartOf } from './drawing/chart.ts';
export { consoleRows } from './drawing/console-rows.ts';
export { layoutLines, type Mapped } from './drawing/layout.ts';
export { labelOf, processLabels, processNamed, programOf, titleOf } from './drawing/owner.ts';
export { LETTERS, letterOf, pageSymbols, spaceCell } from './drawing/page-symbols.ts';
export type { Sample } from './drawing/screen.ts';
export { screenLines, withLegend } from './drawing/screen.ts';
export type { Series } from './drawing/series.ts';
export { meansOf, sparkline } from './drawing/sparkline.ts';
export { pictureOf } from './drawing/svg.ts';
export { asciiJson } from './export/ascii.ts';
export { Cast, type CastOptions } from './export/cast.ts';
export { ChromeTrace } from './export/chrome-trace.ts';
export { END_REASONS, type Ending, type EndReason } from './export/ending.ts';
export type { Exporter, Write } from './export/exporter.ts';
export { Stacks } from './export/stacks.ts';
export { operationText } from './happenings/operation.ts';
export { type Happening, Recent } from './happenings/recent.ts';
export { sentencesOf } from './happenings/sentence.ts';
export { type TrailOptions, trailOf } from './happenings/trail.ts';
export { type Host, WITHOUT_FILES } from './host.ts';
export { checkerFor } from './kernels/checked.ts';
export { dumpedScreen } from './kernels/dumped.ts';
export { PageLife } from './kernels/jos/page-life.ts';
export type { Screen } from './kernels/kind.ts';
export {
  type Allocations,
  freePagesOf,
  type Header,
  type Kernel,
  type Kind,
  type LogSettings,
  type System,
} from './kernels/kind.ts';
export { kindOf } from './kernels/kind-of.ts';
export { classNamed, libraryNamed } from './kernels/named-kernels.ts';
export { isSeeded, seededBug } from './kernels/seeded.ts';
export { ViewScreen } from './kernels/view-screen.ts';
export { parseAddress } from './moments/address.ts';
export { dumpsOn } from './moments/opened-dumps.ts';
export { allocatorOn, knownAllocator, openNamed } from './moments/opened-named.ts';
export { programsOn } from './moments/opened-programs.ts';
export type { Made, Opened } from './moments/opened-run.ts';
export { scenarioOn } from './moments/opened-scenario.ts';
export { goTo, type Place, parsePlace } from './moments/place.ts';
export { type Reached, spaceOf, type Watched } from './moments/reached-moment.ts';
export { againTo } from './moments/repeated-run.ts';
export { STEP_FIELDS, type Step, stepOnce } from './moments/step-lengths.ts';
export { difference, EMPTY_SCREEN, frameLines, type Parts } from './screen/frame.ts';
export { fitted, harmless, wrapped } from './screen/line.ts';
export { Shown } from './screen/shown-process.ts';
export { compact, figures, statusLine } from './screen/status.ts';
export { processTable, summaryLines } from './summary/summary.ts';
export { grouped } from './summary/table.ts';
export { accessText, cachedText, resultText, translationLines } from './walk/lines.ts';
export { type Translation, type TranslationStep, translationOf } from './walk/translation.ts';
export { type Answer, answerTo } from './why/answer.ts';
export { chainLines, storyOf } from './why/chain.ts';
export { OF_A_SPACE, SUBJECTS, type WhyAsked, whyAsked } from './why/subject.ts';
