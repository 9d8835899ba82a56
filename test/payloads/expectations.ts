/**
 * The results that a person would expect for each of the payloads in this folder.
 *
 * A case is a payload, a user's mapping for it, and the expected result of each of its items: the client that is
 * created, or which fields are invalid and why. The results were written by hand from the payloads, so that they can be
 * compared by eye; none of them was copied from the node's output.
 */
import type { CreateFields } from '../engine/harness';

/** The fields of *Client → Create* as the user sees them. */
export type Label = 'Client Name' | 'Language' | 'Member Name' | 'Login ID' | 'Password' | 'Email';

/** The message for an invalid field, and the advice if it matters. */
export interface Fault {
	message: RegExp;
	advises?: RegExp;
}

/** The expected result of an item. */
export type Outcome =
	| { kind: 'created'; client: Client; password: string | 'generated' }
	| { kind: 'at fault'; faults: Partial<Record<Label, Fault>> };

/**
 * A client and its first member, as ChatDash should store them. Without an email address there is no `email` at all.
 */
export interface Client {
	client: { name: string; language: string };
	member: { name: string; loginId: string; email?: string };
}

/** One run of the node. */
export interface Case {
	/** The file's name without its extension. */
	payload: string;
	/** What distinguishes this mapping from others for the same payload. */
	mapping: string;
	parameters: CreateFields;
	/** One per item, in the payload's order. */
	outcomes: Outcome[];
}

function created(
	clientName: string,
	language: string,
	memberName: string,
	loginId: string,
	email?: string,
	password: string | 'generated' = 'generated',
): Outcome {
	const client: Client = {
		client: { name: clientName, language },
		member: { name: memberName, loginId, ...(email !== undefined && { email }) },
	};
	return { kind: 'created', client, password };
}

const atFault = (faults: Partial<Record<Label, Fault>>): Outcome => ({ kind: 'at fault', faults });

const EMPTY: Fault = { message: /is empty/ };
const NO_EMAIL: Fault = { message: /isn't a valid email address/ };
/** With auto-map: no field of the item has the parameter's name. */
const MISSING: Fault = { message: /is missing/ };
/** Two logins in one cell, or a name next to one: no one could sign in with that. */
const NO_LOGIN: Fault = { message: /contains more than one login ID/, advises: /single login ID/ };
/** What a spreadsheet shows instead of a value. */
const NO_VALUE: Fault = { message: /spreadsheet shows instead of a value/, advises: /Fix the cell/ };
/** Users know the name that n8n's editor shows, so the message may use either word. */
const A_LIST: Fault = { message: /list|array/ };
const AN_OBJECT: Fault = { message: /object|group of fields/ };
const YES_OR_NO: Fault = { message: /\b(true|false)\b/ };
const NO_LANGUAGE: Fault = { message: /isn't a language/ };
/** Items are counted from 0, as n8n counts them. */
const sameAs = (item: number): Fault => ({ message: new RegExp(`is the same as.*item ${item}\\b`) });

/**
 * The mapping of a user who has no passwords: the text between the braces of each field, as typed in n8n's editor. The
 * login ID defaults to the email address, the language to n8n's default.
 */
function mapped(fields: {
	client: string;
	member: string;
	email?: string;
	login?: string;
	language?: string;
}): CreateFields {
	const { client, member, email, language } = fields;
	const login = fields.login ?? email;
	return {
		passwordSource: 'generate',
		clientName: inBraces(client),
		memberName: inBraces(member),
		...(login !== undefined && { loginId: inBraces(login) }),
		...(email !== undefined && { email: inBraces(email) }),
		...(language !== undefined && { language: inBraces(language) }),
	};
}

const inBraces = (expression: string) => `={{ ${expression} }}`;

// The same invented people appear in many payloads.
const maria = 'maria.obrien@example.com';
const juergen = 'juergen.mueller@example.com';
const JUERGEN = 'JUERGEN.MUELLER@EXAMPLE.COM';

export const CASES: Case[] = [
	{
		payload: 'airtable-record',
		mapping: 'the language is a name in some rows, a code in others',
		parameters: mapped({
			client: "$json.fields['Company Name']",
			member: '$json.fields.Contact',
			email: "$json.fields['E-mail']",
			language: '$json.fields.Language',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			created(
				"O'Neill & Partners, LLC",
				'ga',
				"Pádraig O'Neill",
				'padraig.oneill@example.com',
				'padraig.oneill@example.com',
			),
		],
	},
	{
		payload: 'airtable-record',
		mapping: 'the company is a lookup field, which only the first row has',
		parameters: mapped({
			client: "$json.fields['Company (from Company)']",
			member: '$json.fields.Contact',
			email: "$json.fields['E-mail']",
		}),
		outcomes: [
			atFault({ 'Client Name': A_LIST }),
			atFault({ 'Client Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY }),
		],
	},
	{
		payload: 'airtable-record-flat',
		mapping: 'the language is looked up; Irish is not in the table, so it is left empty',
		parameters: mapped({
			client: "$json['Company Name']",
			member: '$json.Contact',
			email: "$json['E-mail']",
			language: "({ English: 'en', German: 'de' })[$json.Language]",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			created(
				"O'Neill & Partners, LLC",
				'en',
				"Pádraig O'Neill",
				'padraig.oneill@example.com',
				'padraig.oneill@example.com',
			),
		],
	},
	{
		payload: 'airtable-record-flat',
		mapping: 'made for a node of version 2.2, where everything is nested',
		parameters: mapped({
			client: "$json.fields['Company Name']",
			member: '$json.fields.Contact',
			email: "$json.fields['E-mail']",
		}),
		outcomes: [
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'calendly-invitee-created',
		mapping: 'the company is a question, found by its words',
		parameters: mapped({
			client:
				'$json.payload.questions_and_answers.find(q => /company|firma/i.test(q.question))?.answer',
			member: '$json.payload.name',
			email: '$json.payload.email',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Client Name': EMPTY }),
		],
	},
	{
		payload: 'google-sheets-messy-headers',
		mapping: 'the exact headers, including spaces and the line break',
		parameters: mapped({
			client: "$json['Company Name ']",
			member: "$json['Contact\\nperson']",
			email: "$json['E-mail ']",
			language: '$json.col_3',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'google-sheets-messy-headers',
		mapping: 'the headers without invisible characters',
		parameters: mapped({
			client: "$json['Company Name']",
			member: "$json['Contact person']",
			email: "$json['E-mail']",
		}),
		outcomes: [
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'google-sheets-row',
		mapping: 'every column as it is',
		parameters: mapped({
			client: "$json['Company Name']",
			member: '$json.Contact',
			email: "$json['E-mail']",
			language: '$json.Language',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Login ID': NO_LOGIN, Email: NO_EMAIL }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Login ID': sameAs(0) }),
			created(
				'株式会社さくら歯科',
				'ja',
				'山田 太郎',
				'taro.yamada@example.com',
				'taro.yamada@example.com',
			),
			atFault({ 'Login ID': NO_VALUE, Email: NO_VALUE }),
			atFault({ 'Login ID': NO_LOGIN, Email: NO_EMAIL }),
		],
	},
	{
		payload: 'google-sheets-row',
		mapping: 'the language is not mapped',
		parameters: mapped({
			client: "$json['Company Name']",
			member: '$json.Contact',
			email: "$json['E-mail']",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Login ID': NO_LOGIN, Email: NO_EMAIL }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Login ID': sameAs(0) }),
			created(
				'株式会社さくら歯科',
				'en',
				'山田 太郎',
				'taro.yamada@example.com',
				'taro.yamada@example.com',
			),
			atFault({ 'Login ID': NO_VALUE, Email: NO_VALUE }),
			atFault({ 'Login ID': NO_LOGIN, Email: NO_EMAIL }),
		],
	},
	{
		payload: 'google-sheets-row',
		mapping: 'the row number is the login, and there is no email',
		parameters: mapped({
			client: "$json['Company Name']",
			member: '$json.Contact',
			login: '$json.row_number',
			language: '$json.Language',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", '2'),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', '3'),
			created('1984', 'en', 'Winston & Julia', '4'),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			created('Acme Dental (Downtown)', 'en', "Maria O'Brien", '6'),
			created('株式会社さくら歯科', 'ja', '山田 太郎', '7'),
			created('=Equals & Co', 'fr', "Élodie d'Arc", '8'),
			created('Curly {{ Braces }} Studio', 'pt', 'Ana\u00a0Silva', '9'),
		],
	},
	{
		payload: 'google-sheets-row',
		mapping: 'the member is a checkbox by mistake',
		parameters: mapped({
			client: "$json['Company Name']",
			member: '$json.Won',
			login: '$json.row_number',
		}),
		outcomes: [
			atFault({ 'Member Name': YES_OR_NO }),
			atFault({ 'Member Name': EMPTY }),
			atFault({ 'Member Name': YES_OR_NO }),
			atFault({ 'Client Name': EMPTY, 'Member Name': YES_OR_NO }),
			atFault({ 'Member Name': YES_OR_NO }),
			atFault({ 'Member Name': YES_OR_NO }),
			// Someone typed "yes", which is as good a name as any.
			created('=Equals & Co', 'en', 'yes', '8'),
			atFault({ 'Member Name': YES_OR_NO }),
		],
	},
	{
		payload: 'highlevel-contact-create',
		mapping: 'the contact; the language has no label there, so it is not mapped',
		parameters: mapped({
			client: '$json.body.companyName',
			member: '$json.body.name',
			email: '$json.body.email',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			created('Müller & Söhne GmbH', 'en', 'jürgen müller', JUERGEN, JUERGEN),
		],
	},
	{
		payload: 'highlevel-get-contact',
		mapping: 'two fields in one text, and the phone if there is no email',
		parameters: {
			passwordSource: 'generate',
			clientName: '={{ $json.companyName || $json.firstName }}',
			memberName: '={{ $json.firstName }} {{ $json.lastName }}',
			loginId: '={{ $json.email || $json.phone }}',
			email: '={{ $json.email }}',
		},
		outcomes: [
			created('Acme Dental', 'en', "maria o'brien", maria, maria),
			created('zoë', 'en', 'zoë', '+32470000000'),
			created(
				'Müller & Söhne GmbH',
				'en',
				'Jürgen Müller',
				'Juergen.Mueller@EXAMPLE.com',
				'Juergen.Mueller@EXAMPLE.com',
			),
		],
	},
	{
		payload: 'highlevel-get-opportunity',
		mapping: 'the language is the first custom field, which contains a name, nothing, or several',
		parameters: mapped({
			client: '$json.opportunity.contact.companyName || $json.opportunity.name',
			member: '$json.opportunity.contact.name',
			login: '$json.opportunity.contact.email || $json.opportunity.contact.phone',
			email: '$json.opportunity.contact.email',
			language: '$json.opportunity.customFields[0]?.fieldValue',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created("Zoë's café", 'en', 'Zoë', '+32470000000'),
			atFault({ Language: A_LIST }),
		],
	},
	{
		payload: 'highlevel-opportunity-status-update',
		mapping: "only the opportunity's name and the contact's ID; the same deal arrives twice",
		parameters: mapped({
			client: '$json.body.name',
			member: '$json.body.name',
			login: '$json.body.contactId',
		}),
		outcomes: [
			created('Acme Dental', 'en', 'Acme Dental', 'cJAWDskpkJHbRbhAT7bs'),
			atFault({ 'Login ID': sameAs(0) }),
			created("Zoë's café", 'en', "Zoë's café", 'dJAWDskpkJHbRbhAT7bt'),
			// A lost deal of the first contact. Filtering out lost deals is the job of another node.
			atFault({ 'Login ID': sameAs(0) }),
		],
	},
	{
		payload: 'highlevel-workflow-webhook',
		mapping: 'the language is custom data of the agency',
		parameters: mapped({
			client: '$json.body.company_name || $json.body.opportunity_name',
			member: '$json.body.full_name',
			login: '$json.body.email || $json.body.phone',
			email: '$json.body.email',
			language: '$json.body.customData.language',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('zoë', 'en', 'zoë', '+32470000000'),
			created('Müller & Söhne GmbH', 'de', 'juergen mueller', juergen, juergen),
		],
	},
	{
		payload: 'hubspot-get-company',
		mapping: 'there is no person, so the company is its own member',
		parameters: mapped({
			client: '$json.properties.name?.value',
			member: '$json.properties.name?.value',
			login: '$json.properties.domain?.value ?? $json.companyId',
		}),
		outcomes: [
			created('Acme Dental', 'en', 'Acme Dental', 'acme-dental.example.com'),
			created('Müller & Söhne GmbH', 'en', 'Müller & Söhne GmbH', 'mueller-soehne.example.com'),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			created('株式会社さくら歯科', 'en', '株式会社さくら歯科', '6804176296'),
		],
	},
	{
		payload: 'hubspot-get-contact',
		mapping: 'as HubSpot returns it',
		parameters: mapped({
			client: '$json.properties.company?.value',
			member:
				"[$json.properties.firstname?.value, $json.properties.lastname?.value].filter(Boolean).join(' ')",
			email: '$json.properties.email?.value',
			language: '$json.properties.hs_language?.value',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Client Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Member Name': EMPTY }),
		],
	},
	{
		payload: 'hubspot-get-contact',
		mapping: 'with a fallback for each missing field',
		parameters: mapped({
			client: '$json.properties.company?.value || $json.properties.firstname?.value',
			member: '$json.properties.firstname?.value || $json.properties.email?.value',
			login: '$json.properties.email?.value || $json.properties.phone?.value',
			email: '$json.properties.email?.value',
			language: '$json.properties.hs_language?.value',
		}),
		outcomes: [
			created('Acme Dental', 'en', 'Maria', maria, maria),
			created('Jürgen', 'de', 'Jürgen', juergen, juergen),
			created('Zoë', 'en', 'Zoë', '+3228880000'),
			created(
				'Padaria São João Ltda',
				'pt',
				'ana.silva@example.com',
				'ana.silva@example.com',
				'ana.silva@example.com',
			),
		],
	},
	{
		payload: 'hubspot-get-deal',
		mapping: "only the deal: its name for both, its ID for the login",
		parameters: mapped({
			client: '$json.properties.dealname.value',
			member: '$json.properties.dealname.value',
			login: '$json.dealId',
		}),
		outcomes: [
			created(
				'Acme Dental - Website & AI agent',
				'en',
				'Acme Dental - Website & AI agent',
				'332507367156',
			),
			created('Müller & Söhne GmbH', 'en', 'Müller & Söhne GmbH', '332507367201'),
			created(
				'O\'Neill "Auto" – Chatbot 2027',
				'en',
				'O\'Neill "Auto" – Chatbot 2027',
				'332507367233',
			),
		],
	},
	{
		payload: 'hubspot-get-deal',
		mapping: 'the parent field was dragged: alone, and with text around it',
		parameters: {
			passwordSource: 'generate',
			clientName: '={{ $json.properties.dealname }}',
			memberName: '=The owner of {{ $json.properties.dealname }}',
			loginId: '={{ $json.dealId }}',
		},
		outcomes: [
			atFault({ 'Client Name': AN_OBJECT, 'Member Name': AN_OBJECT }),
			atFault({ 'Client Name': AN_OBJECT, 'Member Name': AN_OBJECT }),
			atFault({ 'Client Name': AN_OBJECT, 'Member Name': AN_OBJECT }),
		],
	},
	{
		payload: 'hubspot-search-contacts',
		mapping: 'the properties are the values themselves',
		parameters: mapped({
			client: '$json.properties.company',
			member: '$json.properties.firstname',
			email: '$json.properties.email',
		}),
		outcomes: [
			created('Acme Dental', 'en', 'Maria', maria, maria),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'hubspot-trigger-deal-property-change',
		mapping: 'made for Get Deal and Get Contact, which are missing',
		parameters: mapped({
			client: '$json.properties.dealname.value',
			member: '$json.properties.firstname.value',
			login: '$json.dealId',
		}),
		outcomes: [
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
		],
	},
	{
		payload: 'hubspot-workflow-webhook',
		mapping: 'for a deal, a contact and a body with custom keys',
		parameters: mapped({
			client:
				'$json.body.properties?.dealname?.value ?? $json.body.properties?.company?.value ?? $json.body.company_name',
			member: '$json.body.properties?.firstname?.value ?? $json.body.contact_name',
			email: '$json.body.properties?.email?.value ?? $json.body.email',
			language: '$json.body.language',
		}),
		outcomes: [
			atFault({ 'Member Name': EMPTY, 'Login ID': EMPTY }),
			created('Acme Dental', 'en', 'Maria', maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'jotform-trigger',
		mapping: "the two parts of the name, and the language looked up",
		parameters: mapped({
			client: "$json['Company Name']",
			member: "$json['Full Name'].first + ' ' + $json['Full Name'].last",
			email: "$json['E-mail']",
			language: "({ English: 'en', Deutsch: 'de' })[$json['Dashboard language']]",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'jotform-trigger',
		mapping: 'the name and the language as dragged',
		parameters: mapped({
			client: "$json['Company Name']",
			member: "$json['Full Name']",
			email: "$json['E-mail']",
			language: "$json['Dashboard language']",
		}),
		outcomes: [
			atFault({ 'Member Name': AN_OBJECT }),
			atFault({ 'Member Name': AN_OBJECT }),
			atFault({ 'Client Name': EMPTY, 'Member Name': AN_OBJECT, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'jotform-webhook',
		mapping: 'the answers are JSON text',
		parameters: mapped({
			client: 'JSON.parse($json.body.rawRequest).q9_companyName',
			member: "Object.values(JSON.parse($json.body.rawRequest).q3_fullName).join(' ')",
			email: 'JSON.parse($json.body.rawRequest).q5_emailAddress',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'n8n-form-trigger',
		mapping: 'with the passwords that the users chose',
		parameters: {
			passwordSource: 'define',
			clientName: "={{ $json['Company Name'] ?? $json.clientName }}",
			language: "={{ ({ English: 'en', Deutsch: 'de' })[$json.Language] ?? $json.language }}",
			memberName: "={{ $json['Your Name'] ?? $json.memberName }}",
			loginId: "={{ $json.loginId ?? $json['E-mail'] }}",
			password: "={{ $json['Choose a password'] ?? $json.password }}",
			email: "={{ $json['E-mail'] ?? $json.email }}",
		},
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria, 'Sunflower-Field-7'),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN, '12345'),
			atFault({ 'Login ID': EMPTY, Password: EMPTY }),
			created(
				'Łódź Auto-Serwis',
				'pl',
				'Łukasz Żak',
				'lukasz.zak',
				'lukasz.zak@example.com',
				'zażółć gęślą jaźń',
			),
		],
	},
	{
		payload: 'n8n-form-trigger',
		mapping: 'auto-map, for which only the last form has the right field names',
		parameters: { dataMode: 'autoMapInputData', passwordSource: 'define' },
		outcomes: [
			// "Language" and "E-mail" are clear in any spelling.
			atFault({
				'Client Name': MISSING,
				'Member Name': MISSING,
				'Login ID': MISSING,
				Password: MISSING,
			}),
			atFault({
				'Client Name': MISSING,
				'Member Name': MISSING,
				'Login ID': MISSING,
				Password: MISSING,
			}),
			atFault({ 'Client Name': MISSING, 'Member Name': MISSING, 'Login ID': MISSING, Password: MISSING }),
			created(
				'Łódź Auto-Serwis',
				'pl',
				'Łukasz Żak',
				'lukasz.zak',
				'lukasz.zak@example.com',
				'zażółć gęślą jaźń',
			),
		],
	},
	{
		payload: 'pipedrive-get-deal-v1',
		mapping: "the person's number if there is no email",
		parameters: mapped({
			client: '$json.org_id?.name || $json.title',
			member: '$json.person_id?.name',
			login:
				'$json.person_id?.email?.find(m => m.primary)?.value || $json.person_id?.value',
			email: '$json.person_id?.email?.find(m => m.primary)?.value',
			language: '$json.Language',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created("Zoë's café", 'en', 'Zoë', '406'),
			atFault({ 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'pipedrive-get-person',
		mapping: "the organization's number as its name, the primary address, the language looked up",
		parameters: mapped({
			client: '$json.org_id',
			member: '$json.name',
			email: '($json.emails.find(m => m.primary) ?? $json.emails[0])?.value',
			language: "({ English: 'en', Deutsch: 'de' })[$json.custom_fields.Language]",
		}),
		outcomes: [
			created('368', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			created('370', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
		],
	},
	{
		payload: 'pipedrive-get-person-v1',
		mapping: 'the primary address',
		parameters: mapped({
			client: '$json.org_id?.name',
			member: '$json.name',
			email: '($json.email.find(m => m.primary) ?? $json.email[0])?.value',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', JUERGEN, JUERGEN),
		],
	},
	{
		payload: 'pipedrive-trigger-v1-deal-updated',
		mapping: "there is no email, so the person's number is the login; the third deal has the first one's",
		parameters: mapped({
			client: '$json.current.org_name || $json.current.title',
			member: '$json.current.person_name',
			login: '$json.current.person_id',
			language:
				"({ English: 'en', Deutsch: 'de' })[$json.current['9dc80c50d78a15643bfc4ca79d76156a73a1ca0e']]",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", '405'),
			created("Zoë's café", 'en', 'Zoë', '406'),
			atFault({ 'Login ID': sameAs(0) }),
		],
	},
	{
		payload: 'pipedrive-trigger-v2-deal-change',
		mapping: "only the deal's title and numbers; a later edit arrives again",
		parameters: mapped({
			client: '$json.data.title',
			member: '$json.data.title',
			login: '$json.data.person_id',
		}),
		outcomes: [
			created('Acme Dental deal', 'en', 'Acme Dental deal', '405'),
			atFault({ 'Login ID': sameAs(0) }),
			created("Zoë's café", 'en', "Zoë's café", '406'),
			created(
				'Müller & Söhne GmbH – 12 Monate',
				'en',
				'Müller & Söhne GmbH – 12 Monate',
				'407',
			),
		],
	},
	{
		payload: 'pipedrive-trigger-v2-deal-change',
		mapping: 'the language is a dragged custom field, which only Zoë lacks',
		parameters: mapped({
			client: '$json.data.title',
			member: '$json.data.title',
			login: '$json.data.id',
			language: "$json.data.custom_fields['9dc80c50d78a15643bfc4ca79d76156a73a1ca0e']",
		}),
		outcomes: [
			atFault({ Language: AN_OBJECT }),
			atFault({ Language: AN_OBJECT }),
			created("Zoë's café", 'en', "Zoë's café", '650'),
			atFault({ Language: AN_OBJECT }),
		],
	},
	{
		payload: 'salesforce-get-contact',
		mapping: 'there is no company, so the person is the client',
		parameters: mapped({
			client: '$json.Name',
			member: '$json.Name',
			email: '$json.Email',
		}),
		outcomes: [
			created("Maria O'Brien", 'en', "Maria O'Brien", maria, maria),
			created('Jürgen Müller', 'en', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'salesforce-get-opportunity',
		mapping: "the contact's ID is the only data of a person, and only the first deal has it",
		parameters: mapped({
			client: '$json.Name',
			member: '$json.ContactId',
			login: '$json.ContactId',
		}),
		outcomes: [
			created('Acme Dental - Chatbot', 'en', '003gK00000D1aaAAA', '003gK00000D1aaAAA'),
			atFault({ 'Member Name': EMPTY, 'Login ID': EMPTY }),
			atFault({ 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'salesforce-query-opportunity',
		mapping: 'the primary contact, at any position',
		parameters: mapped({
			client: '$json.Account?.Name || $json.Name',
			member: '$json.OpportunityContactRoles?.records.find(r => r.IsPrimary)?.Contact.Name',
			email: '$json.OpportunityContactRoles?.records.find(r => r.IsPrimary)?.Contact.Email',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Member Name': EMPTY, 'Login ID': EMPTY }),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', JUERGEN, JUERGEN),
		],
	},
	{
		payload: 'salesforce-trigger-opportunity',
		mapping: 'made for Get Opportunity and Get Contact, which are missing',
		parameters: mapped({
			client: '$json.Name',
			member: '$json.Contact.Name',
			login: '$json.Id',
		}),
		outcomes: [
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY }),
		],
	},
	{
		payload: 'stripe-checkout-session-completed',
		mapping: "the language is the checkout page's",
		parameters: mapped({
			client:
				"$json.data.object.customer_details.business_name ?? $json.data.object.custom_fields.find(f => f.key === 'companyname')?.text?.value ?? $json.data.object.customer_details.name",
			member:
				'$json.data.object.customer_details.individual_name ?? $json.data.object.customer_details.name',
			email: '$json.data.object.customer_details.email',
			language: '$json.data.object.locale',
		}),
		outcomes: [
			atFault({ Language: NO_LANGUAGE }),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', JUERGEN, JUERGEN),
			created('ANA SILVA', 'pt', 'ANA SILVA', 'ana.silva@example.com', 'ana.silva@example.com'),
			atFault({ Language: NO_LANGUAGE }),
		],
	},
	{
		payload: 'stripe-checkout-session-completed',
		mapping: 'company and login from the metadata if present, the language from a custom field',
		parameters: mapped({
			client:
				"$json.data.object.metadata.company ?? $json.data.object.custom_fields.find(f => f.key === 'companyname')?.text?.value ?? $json.data.object.customer_details.name",
			member: '$json.data.object.customer_details.name',
			login: '$json.data.object.metadata.login ?? $json.data.object.customer_details.email',
			email: '$json.data.object.customer_details.email',
			language:
				"$json.data.object.custom_fields.find(f => f.key === 'language')?.dropdown?.value",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'en', 'Müller & Söhne GmbH', JUERGEN, JUERGEN),
			created('Padaria São João Ltda', 'en', 'ANA SILVA', 'ana.silva', 'ana.silva@example.com'),
			created('Luz', 'en', 'Luz', 'luz@example.com', 'luz@example.com'),
		],
	},
	{
		payload: 'stripe-get-customer',
		mapping: 'one name for company and person, the first of the preferred languages',
		parameters: mapped({
			client: '$json.metadata.company || $json.name',
			member: '$json.name',
			email: '$json.email',
			language: '$json.preferred_locales[0]',
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Müller & Söhne GmbH', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'stripe-subscription-created',
		mapping: 'the metadata, which only one subscription has',
		parameters: mapped({
			client: '$json.data.object.metadata.client_name',
			member: '$json.data.object.metadata.contact',
			email: '$json.data.object.metadata.email',
			language: '$json.data.object.metadata.lang',
		}),
		outcomes: [
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
			created('Müller & Söhne GmbH', 'de', 'Jürgen Müller', juergen, juergen),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'tally-form-response',
		mapping: "the language's answer as it is: a list of the chosen options",
		parameters: mapped({
			client: "$json.body.data.fields.find(f => f.label === 'Company name')?.value",
			member: "$json.body.data.fields.find(f => f.label === 'Your name')?.value",
			email: "$json.body.data.fields.find(f => f.type === 'INPUT_EMAIL')?.value",
			language: "$json.body.data.fields.find(f => f.label === 'Language')?.value",
		}),
		outcomes: [
			atFault({ Language: A_LIST }),
			atFault({ Language: A_LIST }),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'tally-form-response',
		mapping: 'the language is not mapped',
		parameters: mapped({
			client: "$json.body.data.fields.find(f => f.label === 'Company name')?.value",
			member: "$json.body.data.fields.find(f => f.label === 'Your name')?.value",
			email: "$json.body.data.fields.find(f => f.type === 'INPUT_EMAIL')?.value",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'en', 'Jürgen Müller', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'typeform-trigger-answers',
		mapping: 'the chosen language as it is',
		parameters: mapped({
			client: '$json["What\'s your company called?"]',
			member: "$json['*Your name*']",
			email: "$json['Your work email']",
			language: "$json['Language of the dashboard']",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, Language: NO_LANGUAGE, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'typeform-trigger-answers',
		mapping: 'the language looked up',
		parameters: mapped({
			client: '$json["What\'s your company called?"]',
			member: "$json['*Your name*']",
			email: "$json['Your work email']",
			language: "({ English: 'en', Deutsch: 'de' })[$json['Language of the dashboard']]",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			created('Müller & Söhne GmbH', 'de', 'Jürgen', JUERGEN, JUERGEN),
			atFault({ 'Client Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'typeform-webhook-raw',
		mapping: 'answers found by their reference, the language looked up',
		parameters: mapped({
			client: "$json.form_response.answers.find(a => a.field.ref === 'ref-q1')?.text",
			member: "$json.form_response.answers.find(a => a.field.ref === 'ref-q2')?.text",
			email: "$json.form_response.answers.find(a => a.type === 'email')?.email",
			language:
				"({ English: 'en' })[$json.form_response.answers.find(a => a.field.ref === 'ref-q4')?.choice.label]",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			atFault({ 'Member Name': EMPTY }),
			atFault({ 'Client Name': EMPTY, 'Member Name': EMPTY, 'Login ID': EMPTY }),
		],
	},
	{
		payload: 'woocommerce-order-created',
		mapping: 'the person if there is no company, and the language of a plugin',
		parameters: mapped({
			client: "$json.billing.company || $json.billing.first_name + ' ' + $json.billing.last_name",
			member: "$json.billing.first_name + ' ' + $json.billing.last_name",
			email: '$json.billing.email',
			language: "$json.meta_data.find(m => m.key === 'wpml_language')?.value",
		}),
		outcomes: [
			created('Acme Dental', 'en', "Maria O'Brien", maria, maria),
			// The shop sends HTML. It's not the node's job to guess what a name means.
			created('Müller &amp; Söhne GmbH', 'de', 'jürgen müller', JUERGEN, JUERGEN),
			created('Zoë', 'en', 'Zoë', 'zoe@example.com', 'zoe@example.com'),
		],
	},
];
