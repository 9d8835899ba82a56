/** What ChatDash's page "Webhook events" shows for each event. */
const STARTED = {
	platformId: 'vapi-1',
	channel: 'phone',
	agentNumber: '+15550100',
	customerNumber: '+15550101',
	metadata: { campaign: 'spring' },
	startedAt: '2026-03-01T10:00:00.000Z',
};

const MISSED = {
	_id: '66f1c0a2b7e4d9035a8c1f20',
	...STARTED,
	endedReason: 'customer-did-not-answer',
	endedAt: '2026-03-01T10:00:45.500Z',
};

export const PAYLOADS = {
	'call.started': { event: 'call.started', conversation: STARTED },
	'call.missed': { event: 'call.missed', conversation: MISSED },
	'call.ended': {
		event: 'call.ended',
		conversation: {
			...MISSED,
			cost: 0.12,
			duration: 45.5,
			url: 'https://recordings.example.com/1.mp3',
			noAnswer: false,
			summary: 'Asked for an appointment',
			evaluation: { isSuccess: true },
			messages: [
				{
					sender: 'agent',
					type: 'text',
					content: { text: 'Hello' },
					createdAt: '2026-03-01T10:00:01Z',
				},
				{
					sender: 'user',
					type: 'text',
					content: { text: 'Hi' },
					createdAt: '2026-03-01T10:00:02Z',
				},
			],
			customAnalysis: { mood: 'good' },
		},
	},
	'call.inbound': {
		event: 'call.inbound',
		agentNumber: '+15550100',
		customerNumber: '+15550101',
	},
};
