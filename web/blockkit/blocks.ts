/**
 * What Slack accepts, closed: `@slack/types` leaves a door open for blocks it does not know
 * (`AnyBlock` in views, any record among the tasks of a plan); here those doors are shut.
 */
import type { HomeView, KnownBlock, ModalView, PlanBlock, TaskCardBlock } from '@slack/types';

interface StrictPlan extends Omit<PlanBlock, 'tasks'> {
  tasks?: TaskCardBlock[];
}

export type StrictBlock = Exclude<KnownBlock, PlanBlock> | StrictPlan;

export interface StrictModal extends Omit<ModalView, 'blocks'> {
  blocks: StrictBlock[];
}

export interface StrictHome extends Omit<HomeView, 'blocks'> {
  blocks: StrictBlock[];
}

export type StrictBlocks = StrictBlock[];

export type StrictView = StrictModal | StrictHome;
