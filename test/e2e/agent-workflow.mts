// The parts of a workflow that a language model works with: tools, the agent that calls them, and the model.

import { type INode, type INodeParameters, NodeConnectionTypes } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import { CREDENTIAL_TYPE, LINE } from './stage.mjs';

/** The newest version of the agent in the n8n under test. */
export const NEWEST_AGENT = LINE === '1' ? 3 : 3.1;

/** The agent's name on the canvas. */
export const AGENT = 'AI Agent';

/** n8n makes each node usable as a tool under this name too. */
const CHATDASH_TOOL = `${CHATDASH_NODE}Tool`;

const TRIGGER = 'When clicking ‘Execute workflow’';
const CHAT_MODEL = 'OpenAI Chat Model';

export interface AgentWorkflow {
	/** Defaults to the newest version. How the agent runs its tools differs between 1.x, 2.x and 3.x. */
	readonly agentVersion?: number;
	readonly prompt: string;
	/** The ID of the model's credential. */
	readonly modelCredential: string;
	readonly tools: readonly INode[];
}

/**
 *     trigger ──▶ AI Agent
 *                  ├─ model
 *                  └─ tools
 */
export function agentWorkflow({
	agentVersion = NEWEST_AGENT,
	prompt,
	modelCredential,
	tools,
}: AgentWorkflow): NewWorkflow {
	return {
		name: `An agent of version ${agentVersion} with tools`,
		nodes: [
			canvasNode(TRIGGER, 'n8n-nodes-base.manualTrigger', 1, {}),
			canvasNode(AGENT, '@n8n/n8n-nodes-langchain.agent', agentVersion, {
				promptType: 'define',
				text: prompt,
				options: {},
			}),
			canvasNode(
				CHAT_MODEL,
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.3,
				{
					model: { __rl: true, mode: 'id', value: 'scripted' },
					responsesApiEnabled: false,
					options: { maxRetries: 0 },
				},
				{ credentials: { openAiApi: { id: modelCredential, name: 'Model' } } },
			),
			...tools,
		],
		connections: {
			[TRIGGER]: into(AGENT, 'Main'),
			[CHAT_MODEL]: into(AGENT, 'AiLanguageModel'),
			...toolsInto(AGENT, tools),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Connects tools with the node that calls them. */
export const toolsInto = (caller: string, tools: readonly INode[]): NewWorkflow['connections'] =>
	Object.fromEntries(tools.map(({ name }) => [name, into(caller, 'AiTool')]));

/** The ChatDash node as a tool. */
export const chatDashTool = (
	name: string,
	credentialId: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode =>
	canvasNode(name, CHATDASH_TOOL, 1, parameters, {
		...more,
		credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'ChatDash' } },
	});

export const canvasNode = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

function into(target: string, type: keyof typeof NodeConnectionTypes) {
	const kind = NodeConnectionTypes[type];
	return { [kind]: [[{ node: target, type: kind, index: 0 }]] };
}

/**
 * What the button next to a field inserts: the name is the field's label, and the description is empty unless the user
 * writes one.
 */
export function fromAi(key: string, description = ''): string {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`${description}\`, 'string') }}`;
}

/** *Agent: Create* where the model fills in `Agent_Name`. */
export const CREATE_AGENT: INodeParameters = {
	resource: 'agent',
	operation: 'create',
	agentName: fromAi('Agent_Name'),
	platform: 'custom',
	additionalFields: {},
	options: {},
};

/** *Client: Create* where the model fills in `Client_Name`, `Member_Name` and `Login_ID`. */
export const CREATE_CLIENT: INodeParameters = {
	resource: 'client',
	operation: 'create',
	dataMode: 'defineBelow',
	clientName: fromAi('Client_Name'),
	language: 'en',
	memberName: fromAi('Member_Name'),
	loginId: fromAi('Login_ID'),
	passwordSource: 'generate',
	additionalFields: {},
	options: {},
};
