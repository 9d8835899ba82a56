/*
 * Which credentials a node shows. This isn't part of workspace.mts, because a `.mts` file would load n8n-workflow a second
 * time, as an ES module, which takes a second at each start.
 */
import { type INode, type INodeTypeDescription, NodeHelpers } from 'n8n-workflow';

/** The names of the credentials that a node shows with its parameters. */
export const shownCredentials = (node: INode, description: INodeTypeDescription): string[] =>
	(description.credentials ?? [])
		.filter((credential) =>
			NodeHelpers.displayParameter(node.parameters, credential, node, description),
		)
		.map(({ name }) => name);
