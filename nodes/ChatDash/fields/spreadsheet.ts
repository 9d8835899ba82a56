// Finds the error values of spreadsheets. Without this, a broken cell would become a client named "#REF!".

/** The error values of Excel and Google Sheets, by language if they're translated. */
const ERROR_VALUES: Readonly<Record<string, string>> = {
	English:
		'#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #ERROR! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! #EXTERNAL! #TIMEOUT! #PYTHON!',
	Croatian: '#DIJ/0! #VRIJEDNOST! #NAZIV? #BROJ! #N/D',
	Czech: '#DĚLENÍ_NULOU! #HODNOTA! #ODKAZ! #NÁZEV? #ČÍSLO! #NENÍ_K_DISPOZICI #PRESAH! #PŘESAH_DAT!',
	Danish: '#NUL! #DIVISION/0! #VÆRDI! #REFERENCE! #NAVN? #NUMMER! #I/T #OVERLØB!',
	Dutch: '#LEEG! #DEEL/0! #WAARDE! #VERW! #NAAM? #GETAL! #N/B #OVERLOOP!',
	Finnish: '#TYHJÄ! #JAKO/0! #ARVO! #VIITTAUS! #NIMI? #LUKU! #PUUTTUU #PUUTTUU! #LEVITTYMINEN!',
	French: '#NUL! #VALEUR! #NOM? #NOMBRE! #PROPAGATION! #EPARS! #CALCUL! #OBTENTION_DONNEES',
	German: '#LEER! #WERT! #BEZUG! #ZAHL! #NV #ÜBERLAUF! #KALK! #DATEN_ABRUFEN',
	Greek: '#ΚΕΝΟ! #ΔΙΑΙΡ./0! #ΤΙΜΗ! #ΑΝΑΦ! #ΟΝΟΜΑ? #ΑΡΙΘ! #Δ/Υ',
	Hungarian: '#NULLA! #ZÉRÓOSZTÓ! #ÉRTÉK! #HIV! #NÉV? #SZÁM! #HIÁNYZIK #KIBONTÁS!',
	Italian: '#NULLO! #VALORE! #RIF! #NOME? #N/D #ESPANSIONE!',
	Norwegian: '#VERDI! #NAVN? #I/T #OVERFLYT!',
	Polish: '#ZERO! #DZIEL/0! #ARG! #ADR! #NAZWA? #LICZBA! #N/D! #BŁĄD! #ROZLANIE!',
	Portuguese: '#NULO! #VALOR! #NOME? #NÚM! #N/D #DESPEJAR! #TRANSPOSIÇÃO!',
	Romanian: '#NUL! #VALOARE! #NUME?',
	Russian: '#ПУСТО! #ДЕЛ/0! #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ЧИСЛО! #Н/Д #ПЕРЕНОС! #ВЫЧИСЛ!',
	Slovak: '#NEPLATNÝ! #DELENIE_NULOU! #DELENIENULOU! #HODNOTA! #ODKAZ! #NÁZOV? #ČÍSLO! #NEDOSTUPNÝ',
	Slovenian: '#NIČ! #DEL/0! #VREDN! #SKLIC! #IME? #ŠTEV! #N/V',
	Spanish:
		'#¡NULO! #¡DIV/0! #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #N/D #¡DESBORDAMIENTO! #¡CALC! #OBTENIENDO_DATOS',
	Swedish: '#SKÄRNING! #DIVISION/0! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #SAKNAS #SAKNAS!',
	Turkish: '#BOŞ! #SAYI/0! #DEĞER! #BAŞV! #AD? #SAYI! #YOK #TAŞMA!',
	Ukrainian: '#ДІЛЕННЯ/0! #ЗНАЧЕННЯ! #ПОСИЛАННЯ! #ІМ’Я? #НОМЕР! #Н/Д',
};

/** What Google Sheets shows while it calculates a cell, in lower case and without the dots at the end. */
const LOADING: ReadonlySet<string> = new Set([
	...['loading', 'wird geladen', 'chargement', 'chargement en cours', 'cargando', 'carregando'],
	...['a carregar', 'caricamento', 'caricamento in corso', 'laden', 'wczytywanie', 'ładowanie'],
	...['läser in', 'laddar', 'indlæser', 'laster inn', 'laster', 'ladataan', 'načítání'],
	...['betöltés', 'se încarcă', 'yükleniyor', 'загрузка', 'завантаження'],
	...['φόρτωση', '読み込んでいます', '読み込み中', '正在加载', '正在載入', '로드 중'],
]);

const ALL_ERROR_VALUES: ReadonlySet<string> = new Set(
	Object.values(ERROR_VALUES).flatMap((values) => values.split(' ')),
);

/** An error value within a text. `#NV` has to be a whole word, because "#NVIDIA" begins with it, too. */
const WITHIN_TEXT = new RegExp(
	`(?:${[...ALL_ERROR_VALUES].map((value) => value.replace(/[?./]/g, '\\$&')).join('|')})(?:(?<=[!?])|(?![\\p{L}\\p{N}_]))`,
	'u',
);

/** A cell that is too narrow for its number, or an error value of LibreOffice. */
const WHOLE_TEXT = /^(?:#{2,}|Err:\d{3})$/;

const ENDS_IN_DOTS = /\s*(?:\.{3}|…)$/;

/** A longer text isn't in `LOADING`. */
const MAX_LOADING_LENGTH = 30;

/**
 * Finds an error value.
 *
 * @param text a normalized text, which may be joined from several cells
 * @returns the error value, such as `#REF!`; `undefined` if there's none
 */
export function spreadsheetErrorIn(text: string): string | undefined {
	if (WHOLE_TEXT.test(text) || isLoading(text)) return text;
	if (!text.includes('#')) return undefined;
	return WITHIN_TEXT.exec(text)?.[0] ?? (isLowerCasedErrorValue(text) ? text : undefined);
}

/** Whether a normalized text is an error value and nothing else. */
export const isSpreadsheetError = (text: string): boolean => spreadsheetErrorIn(text) === text;

const isLoading = (text: string) =>
	text.length <= MAX_LOADING_LENGTH &&
	ENDS_IN_DOTS.test(text) &&
	LOADING.has(text.replace(ENDS_IN_DOTS, '').toLowerCase());

/** For logins, because expressions often convert them to lower case. */
const isLowerCasedErrorValue = (text: string) =>
	text === text.toLowerCase() && ALL_ERROR_VALUES.has(text.toUpperCase());
