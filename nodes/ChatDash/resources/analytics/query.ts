import type { IDataObject } from 'n8n-workflow';

import { asRecords, getOwn, isRecord, omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { err } from '../../../transport/result';
import { switchOption } from '../../fields/options';
import { parseIdentifier } from '../../fields/parseText';
import { optionalText } from '../../fields/text';
import { defineRead } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { metrics, nameInResponse } from './metrics';
import { daysOf, rangeEdge } from './range';

export const query = defineRead({
	name: 'Query',
	value: 'query',
	action: 'Query analytics of an agent',
	description: "Retrieve an agent's metrics for a range of time",
	pastTense: 'retrieved',
	operationId: 'queryAnalytics',
	target: 'agentId',

	fields: {
		agentId: agentLocator,
		metrics,
		startTime: rangeEdge({
			displayName: 'Start Time',
			description: 'When the range starts',
		}),
		endTime: rangeEdge({
			displayName: 'End Time',
			description: 'When the range ends. To include a whole day, enter the start of the next one.',
		}),
		split: switchOption(
			{
				displayName: 'Split Metrics',
				description:
					'Whether to return one item per metric. If off, the output is one item with the whole response of ChatDash.',
			},
			true,
		),
		utcOffset: {
			...optionalText(
				{
					displayName: 'UTC Offset',
					placeholder: 'e.g. +01:00',
					description:
						"The time's offset from UTC. ChatDash doesn't document its format, so it's sent as you enter it.",
				},
				{},
				parseIdentifier,
			),
			collection: 'options',
		},
	},

	check: ({ startTime, endTime }) =>
		Date.parse(startTime.time) < Date.parse(endTime.time)
			? undefined
			: err("'End Time' must be after 'Start Time'", "Check 'Start Time' and 'End Time'."),

	async records({ agentId, metrics, startTime, endTime, utcOffset, split }, api) {
		const id = await resolveAgentId(agentId, api);
		const filter = omitUndefined({ startTime: startTime.time, endTime: endTime.time, utcOffset });
		const response = await api.post(path`/agents/${id}/analytics/query`, {
			query: { metrics: [...metrics], filter },
		});
		const [body = {}] = asRecords([response]);
		if (!split) return [body];
		const days = daysOf(startTime, endTime);
		return metrics.map((metric) => formatMetric(metric, body, days));
	},
});

/** @param days of the range; a count belongs to a day if there's one for each */
function formatMetric(metric: string, body: IDataObject, days: readonly string[]): IDataObject {
	const values = body[nameInResponse(metric)] ?? null;
	const counts = isRecord(values) ? getOwn(values, 'counts') : undefined;
	if (!isRecord(values) || !Array.isArray(counts)) return { metric, values };
	const others = Object.entries(values).filter(([name]) => name !== 'counts');
	const hasDates = counts.length === days.length;
	const series = counts.map((value: unknown, index) =>
		omitUndefined({ date: hasDates ? days[index] : undefined, value }),
	);
	return { metric, ...Object.fromEntries(others), series };
}
