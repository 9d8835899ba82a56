// Where in a description something is, in words.

/** A place in an operation: its body, a response, a parameter, or a field in one of them. */
export class Place {
	private constructor(
		/** As in `POST /clients`. */
		readonly operation: string,
		/** What the fields are in, as in `the body`. */
		private readonly container: string,
		/** Whether the container is the whole of something, not an entry of a list. */
		private readonly isWhole: boolean,
		private readonly fields: readonly string[],
		/** What our description marks as inferred here, or else around it. */
		readonly inferred: readonly string[],
	) {}

	static in(operation: string, container: string, inferred: readonly string[]): Place {
		return new Place(operation, container, true, [], inferred);
	}

	field(name: string): Place {
		const { operation, container, isWhole, fields, inferred } = this;
		return new Place(operation, container, isWhole, [...fields, name], inferred);
	}

	/** Each entry of the list that is here. */
	entry(): Place {
		return new Place(this.operation, `each entry of ${this.subject}`, false, [], this.inferred);
	}

	/** The same place with marks of its own, which are closer than those around it. */
	marked(inferred: readonly string[]): Place {
		const { operation, container, isWhole, fields } = this;
		return inferred.length === 0
			? this
			: new Place(operation, container, isWhole, fields, inferred);
	}

	/** The subject of a sentence, as in `the body's field member.phone`. */
	get subject(): string {
		const path = this.fields.join('.');
		if (path === '') return this.container;
		return this.isWhole
			? `${this.container}'s field ${path}`
			: `the field ${path} in ${this.container}`;
	}
}
