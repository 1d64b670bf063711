/**
 * Lives of customers in virtual time, over the real `decide`: scenarios that a product manager writes, synthetic
 * populations, dry runs before the first mail, and a shadow of the tool you have.
 *
 * @since 0.1.0
 */
export * as Colleagues from "./Colleagues.ts"
export * as DayCounts from "./DayCounts.ts"
export * as Drawing from "./Drawing.ts"
export * as DryRun from "./DryRun.ts"
export * as Expectation from "./Expectation.ts"
export * as Happening from "./Happening.ts"
export * as Life from "./Life.ts"
export * as Line from "./Line.ts"
export * as LocalTime from "./LocalTime.ts"
export * as Matching from "./Matching.ts"
export * as Population from "./Population.ts"
export * as ProgramFiles from "./ProgramFiles.ts"
export * as Random from "./Random.ts"
export * as Retelling from "./Retelling.ts"
export * as Scenario from "./Scenario.ts"
export * as ScenarioFiles from "./ScenarioFiles.ts"
export * as Shadow from "./Shadow.ts"
export * as Simulate from "./Simulate.ts"
export * as Standing from "./Standing.ts"
export * as SwitchOn from "./SwitchOn.ts"
export * as TestimonialHappening from "./TestimonialHappening.ts"
export * as TestimonialRetelling from "./TestimonialRetelling.ts"
